import { dialogs } from "./behaviours/dialog.js";
import { errorSummary } from "./behaviours/error_summary.js";
import { hits } from "./behaviours/hits.js";
import { menus } from "./behaviours/menu.js";
import { pins } from "./behaviours/pin.js";
import { searchKey } from "./behaviours/search_key.js";
import { singleKeys } from "./behaviours/single_keys.js";
import { submitOnce } from "./behaviours/submit_once.js";
import { themes } from "./behaviours/theme.js";

themes();
submitOnce();
menus();
searchKey();
singleKeys();
hits();
pins();
dialogs();
errorSummary();
