from handschlag.core.faces import ANYWHERE, FaceName
from handschlag.core.http.doors import Door, page

__all__ = ["ANYWHERE", "Door", "FaceName", "page"]
