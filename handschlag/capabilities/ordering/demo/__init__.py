from handschlag.capabilities.ordering.demo.fill import demo

__all__ = ["demo"]
