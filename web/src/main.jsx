import "./workers.js";
import "@graphiql/react/style.css";
import "@graphiql/plugin-doc-explorer/style.css";
import "@graphiql/plugin-explorer/style.css";
import "graphiql/graphiql.css";
import "./style.css";
import { explorerPlugin } from "@graphiql/plugin-explorer";
import { GraphiQL } from "graphiql";
import { createRoot } from "react-dom/client";
import { examples } from "./examples.js";
import { fetcher } from "./fetcher.js";
import { SharedHeaders, SystemTheme } from "./pane.jsx";
import { hasToken, headers, headersText } from "./session.js";
import { Tables } from "./tables.jsx";

const plugins = [explorerPlugin({ showAttribution: false })];

const roomForHeaders = !matchMedia("(width <= 700px)").matches;

// Monaco measures characters once, so the font has to be there before it.
await document.fonts.load('15px "Fira Code"');

createRoot(document.getElementById("page")).render(
  <GraphiQL
    fetcher={fetcher}
    plugins={plugins}
    defaultTabs={examples}
    initialHeaders={headersText}
    defaultHeaders={headersText}
    defaultEditorToolsVisibility={roomForHeaders || !hasToken(headers) ? "headers" : false}
    // A question may name a person: what was typed is gone when the tab is closed, the token sooner.
    storage={sessionStorage}
    shouldPersistHeaders={false}
  >
    <GraphiQL.Logo>
      <span className="kinflow-logo">Kinflow</span>
    </GraphiQL.Logo>
    <GraphiQL.Toolbar>
      {({ prettify, copy, merge }) => (
        <>
          {prettify}
          {merge}
          {copy}
          <Tables />
        </>
      )}
    </GraphiQL.Toolbar>
    <SharedHeaders />
    <SystemTheme />
  </GraphiQL>,
);
