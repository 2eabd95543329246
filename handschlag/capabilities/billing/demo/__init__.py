from handschlag.capabilities.billing.demo.fill import demo

__all__ = ["demo"]
