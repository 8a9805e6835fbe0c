// The entry: every module improves pages that work without it.
import { start as startBackTest } from "./backtest.js";
import { start as startBulk } from "./bulk.js";
import { start as startButtons } from "./buttons.js";
import { start as startCalling } from "./calling.js";
import { start as startCoding } from "./coding.js";
import { start as startComposer } from "./composer.js";
import { start as startDrafts } from "./draft.js";
import { start as startForms } from "./forms.js";
import { start as startKeys } from "./keys.js";
import { start as startLength } from "./length.js";
import { start as startLinks } from "./links.js";
import { start as startList } from "./list.js";
import { start as startLive } from "./live.js";
import { start as startNews } from "./news.js";
import { start as startPage } from "./page.js";
import { start as startPalette } from "./palette.js";
import { start as startPictures } from "./pictures.js";
import { start as startPresence } from "./presence.js";
import { start as startSaved } from "./saved.js";
import { start as startSearch } from "./search.js";
import { start as startTimes } from "./times.js";
import { start as startTopic } from "./topic.js";
import { start as startViews } from "./views.js";

document.documentElement.classList.add("has-script");
for (const start of [startPage, startList, startLinks, startPictures, startForms, startComposer, startLength, startDrafts, startTimes,
  startCoding, startKeys, startPalette, startSaved, startButtons, startTopic, startBackTest, startSearch, startPresence, startLive,
  startViews, startBulk, startCalling, startNews]) start();
