import { applyEdits, format } from "jsonc-parser";

// A prettier plugin that indents JSON with comments.

export const parsers = {
  jsonc: {
    astFormat: "jsonc",
    parse: (text) => ({ text }),
    locStart: () => 0,
    locEnd: ({ text }) => text.length,
  },
};

export const printers = {
  jsonc: {
    print: ({ node: { text } }) => applyEdits(text, format(text, undefined, { insertSpaces: true, tabSize: 2 })),
  },
};
