"""The last weeks of the cast's customers: an order in every state, so that each can be seen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time

from django.utils import timezone

from handschlag.core.demo import World, workday


@dataclass(frozen=True, slots=True)
class Story:
    """An order placed `ago` working days ago at `hour`, which ships `ships` days from today.

    `rest` says what of a position comes only `follows` days from today; `site` is the
    number of the site that orders.
    """

    number: str
    ago: int
    hour: int
    goods: str
    ships: int
    site: int | None = None
    rest: Mapping[int, int] = field(default_factory=dict)
    follows: int = 0
    is_cancelled: bool = False

    def moment(self, world: World) -> datetime:
        day = workday(world.today, -self.ago)
        minute = (self.ago * 7 + self.hour * 11) % 60
        return timezone.make_aware(datetime.combine(day, time(self.hour, minute)))


STORIES = (
    Story("K-1001", 1, 16, "HK-130*6 TK-110*10 RV-110*10", 1, site=3),
    Story("K-1001", 1, 8, "UP-130*2 SG-110*1 AG-140*1 KH-130*10", 0, site=1),
    Story("K-1001", 2, 11, "KR-130*50 PF-130*20 PM-130*30 IS-130*60", -1, site=2),
    Story("K-1001", 3, 10, "LW-130*1 PS-120*1 PG-120*2 MG-120*1 HW-120*1", 4, site=2),
    Story("K-1001", 6, 9, "GB-120*1 AR-120*4 AR-150*1 AG-120*1", -5, site=1),
    Story(
        "K-1001",
        5,
        9,
        "FB-120*600 FV-160*2 SA-110*20 RT-130*8",
        -4,
        site=2,
        rest={30: 8, 40: 8},
        follows=5,
    ),
    Story("K-1001", 11, 13, "BH-130*2 TK-130*2", 0, site=3, is_cancelled=True),
    Story("K-1001", 13, 10, "KH-120*30 SF-120*10 SV-120*4 HV-120*20", -12, site=2),
    Story("K-1001", 28, 9, "WS-140*1 RE-120*1 ZP-120*1", -27, site=3),
    Story("K-1002", 1, 9, "WZ-110*10 WZ-120*10 TK-140*20", 0),
    Story("K-1002", 2, 10, "UP-130*1 SV-120*2", -1),
    Story("K-1002", 9, 11, "WM-120*12 FU-110*2", -8, rest={10: 6}, follows=3),
    Story("K-1002", 13, 9, "EN-120*2 FS-120*4 SE-120*10", -12),
    Story("K-1002", 28, 8, "GB-130*1 DM-120*1", -27),
    Story("K-1003", 1, 10, "FI-120*1 EN-110*2", 0),
    Story("K-1003", 4, 9, "UP-150*1 SE-120*5", -3),
    Story("K-1003", 22, 9, "RE-110*1 FU-110*1", -21),
    Story("K-1004", 2, 14, "HV-120*15 TK-140*15 RV-110*15", -1, site=1),
    Story("K-1004", 7, 9, "HK-140*4 HK-150*2", -6, site=2, rest={20: 2}, follows=6),
    Story("K-1004", 15, 9, "WZ-110*20 WZ-120*20", -14, site=2),
    Story("K-1005", 2, 10, "TK-110*6 RT-140*1", -1),
    Story("K-1005", 6, 18, "EN-110*1 FS-110*2", -5),
    Story("K-1005", 120, 9, "FI-120*1 EN-110*1", -119),
    Story("K-1005", 290, 9, "LW-120*1 PS-110*1 WS-130*1 RE-110*1 SG-110*1 MG-120*1", -280),
    Story("K-1100", 3, 15, "RT-140*12", -2),
    Story("K-1100", 16, 9, "FS-120*6 EN-120*2", -15),
    Story("K-1101", 1, 15, "UP-130*4 TK-110*20 HV-120*20", 1),
    Story("K-1101", 2, 8, "LW-140*2 PS-130*2 HW-120*2", 6),
    Story("K-1101", 7, 10, "HK-140*10 HK-160*6 TK-110*20", -6, rest={20: 6}, follows=4),
    Story("K-1101", 14, 9, "PF-120*60 PT-120*30 PM-120*60", -13),
    Story("K-1101", 28, 11, "PG-120*3 MI-120*3 SM-110*3", -27),
    Story("K-1102", 1, 9, "SK-120*3 KL-110*3 KP-110*3", 0),
    Story("K-1102", 2, 13, "KL-120*6", -1),
    Story("K-1102", 5, 9, "SK-140*2 KL-130*2", -4),
    Story("K-1102", 13, 9, "KP-120*4 SK-130*1", -12),
)
