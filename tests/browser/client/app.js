// Starts Hydrogen as its own site does (src/platform/web/main.js there): everything is its own.
import {
  createNavigation,
  createRouter,
  FeatureSet,
  Platform,
  RootViewModel,
} from "hydrogen-view-sdk";

const platform = new Platform({
  container: document.body,
  assetPaths: {
    downloadSandbox: "assets/download-sandbox.html",
    worker: "assets/main.js",
    serviceWorker: "sw.js",
    olm: {
      wasm: "olm/olm.wasm",
      legacyBundle: "olm/olm_legacy.js",
      wasmBundle: "olm/olm.js",
    },
  },
  // No push, and no homeserver that it would look for by itself.
  config: { defaultHomeServer: "" },
});

await platform.init();
const navigation = createNavigation();
platform.setNavigation(navigation);
const urlRouter = createRouter({ navigation, history: platform.history });
urlRouter.attach();
const features = await FeatureSet.load(platform.settingsStorage);
const root = new RootViewModel({ platform, features, navigation, urlRouter });
await root.load();
platform.createAndMountRootView(root);
