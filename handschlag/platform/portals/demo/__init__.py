from handschlag.platform.portals.demo.fill import demo

__all__ = ["demo"]
