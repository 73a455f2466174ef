import { useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import { useEffect, useRef } from "react";
import { headersText } from "./session.js";

const bearer = (text) => /"Bearer\s+([^"\s]+)"/.exec(text)?.[1];

/** One headers pane for all tabs; a token pasted there fetches the schema. */
export function SharedHeaders() {
  const { editor, tab } = useGraphiQL((state) => ({
    editor: state.headerEditor,
    tab: state.tabs[state.activeTabIndex].id,
  }));
  const { introspect } = useGraphiQLActions();
  const shared = useRef(headersText);

  useEffect(() => {
    let pause;
    const edits = editor?.onDidChangeModelContent(({ isFlush }) => {
      // A flush is GraphiQL filling the pane on a change of tab, not a person editing it.
      if (isFlush) return;
      const before = bearer(shared.current);
      shared.current = editor.getValue();
      if (bearer(shared.current) === before) return;
      clearTimeout(pause);
      pause = setTimeout(introspect, 600);
    });
    return () => {
      clearTimeout(pause);
      edits?.dispose();
    };
  }, [editor, introspect]);

  useEffect(() => {
    if (editor && editor.getValue() !== shared.current) editor.setValue(shared.current);
  }, [editor, tab]);
}

/** Keeps the editors' colours with the system's when it turns dark or light while the page is open. */
export function SystemTheme() {
  const theme = useGraphiQL((state) => state.theme);
  const { setTheme } = useGraphiQLActions();

  useEffect(() => {
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const follow = () => setTheme(theme);
    dark.addEventListener("change", follow);
    return () => dark.removeEventListener("change", follow);
  }, [theme, setTheme]);
}
