from handschlag.platform.portals.demo.fill import fill

demo = fill
