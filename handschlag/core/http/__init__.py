from handschlag.core.http.doors import ANYWHERE, Door, FaceName, page

__all__ = ["ANYWHERE", "Door", "FaceName", "page"]
