from handschlag.platform.organisations.demo.fill import demo

__all__ = ["demo"]
