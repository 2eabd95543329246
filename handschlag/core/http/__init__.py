from handschlag.core.http.doors import Door, page

__all__ = ["Door", "page"]
