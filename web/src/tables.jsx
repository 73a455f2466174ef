import { ToolbarButton, useGraphiQL } from "@graphiql/react";
import { parse } from "jsonc-parser";
import { tableLink } from "./fetcher.js";

const FORMS = [
  ["CSV", "CSV", "Every row as CSV 导出全部为 CSV"],
  ["EXCEL", "XLSX", "Every row as a workbook 导出全部为 Excel"],
];

/** Fetches a file without leaving the page. */
function download(url) {
  const link = Object.assign(document.createElement("a"), { href: url, download: "" });
  link.click();
}

/** Buttons that fetch every row of the question's connection as a table. */
export function Tables() {
  const { queryEditor, variableEditor, headerEditor, responseEditor, operationName } = useGraphiQL((state) => ({
    queryEditor: state.queryEditor,
    variableEditor: state.variableEditor,
    headerEditor: state.headerEditor,
    responseEditor: state.responseEditor,
    operationName: state.operationName,
  }));

  const fetchTable = async (as) => {
    const question = { query: queryEditor.getValue(), variables: parse(variableEditor.getValue()) ?? {}, operationName, as };
    const answer = await tableLink(question, parse(headerEditor.getValue()) ?? {});
    if (answer.url) download(answer.url);
    else responseEditor.setValue(JSON.stringify(answer, null, 2));
  };

  return FORMS.map(([as, word, label]) => (
    <ToolbarButton key={as} label={label} onClick={() => fetchTable(as)}>
      <span className="kinflow-table">{word}</span>
    </ToolbarButton>
  ));
}
