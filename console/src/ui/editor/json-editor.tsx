import { autocompletion, closeBrackets, completionKeymap, type CompletionSource } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useRef, type ReactNode } from 'react';

/** Something about the text, with its place in it. */
export interface Finding {
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  /** Offsets in the text. */
  readonly from: number;
  readonly to: number;
}

/** An editor of JSON that marks what is wrong where it is. @param complete what may stand at a place; it is asked as it was at first */
export function JsonEditor({
  value,
  onChange,
  findings,
  label,
  complete,
}: {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly findings: readonly Finding[];
  readonly label: string;
  readonly complete: CompletionSource;
}): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const change = useRef(onChange);
  change.current = onChange;

  useEffect(() => {
    if (!host.current) return undefined;
    // In a shadow root the editor's styles are constructed ones, which the content security policy lets through.
    const root = host.current.shadowRoot ?? host.current.attachShadow({ mode: 'open' });
    const editor = new EditorView({
      root,
      parent: root,
      state: createState(value, { label, complete, onChange: (text) => change.current(text) }),
    });
    view.current = editor;
    return () => editor.destroy();
    // The editor is made once; what it holds is brought up to date below.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [label]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const end = editor.state.doc.length;
    const diagnostics: Diagnostic[] = findings.map(({ from, to, severity, message }) => ({
      from: Math.min(from, end),
      to: Math.min(Math.max(to, from), end),
      severity,
      message,
    }));
    editor.dispatch(setDiagnostics(editor.state, diagnostics));
  }, [findings]);

  return <div ref={host} className="editor" />;
}

interface Setup {
  readonly label: string;
  readonly complete: CompletionSource;
  onChange(text: string): void;
}

function createState(doc: string, { label, complete, onChange }: Setup): EditorState {
  return EditorState.create({
    doc,
    extensions: [
      lineNumbers(),
      history(),
      drawSelection(),
      indentOnInput(),
      bracketMatching(),
      closeBrackets(),
      json(),
      lintGutter(),
      autocompletion({ override: [complete] }),
      syntaxHighlighting(colours),
      keymap.of([...completionKeymap, ...lintKeymap, ...historyKeymap, ...defaultKeymap]),
      typeOver,
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false' }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) onChange(update.state.doc.toString());
      }),
      look,
    ],
  });
}

/** Typing over marked text: a browser would keep its colour in a style attribute, which the content security policy forbids. */
const typeOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const text = event.data;
    if (event.inputType !== 'insertText' || text === null) return false;
    const { from, to } = readMarked(view);
    if (from === to) return false;
    const insert = () =>
      view.state.update({ changes: { from, to, insert: text }, selection: { anchor: from + text.length }, userEvent: 'input.type' });
    if (!view.state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, text, insert))) view.dispatch(insert());
    event.preventDefault();
    return true;
  },
});

/** What is marked, as the browser has it; the editor hears of it a moment later. The event does not tell in a shadow root. */
function readMarked(view: EditorView): { readonly from: number; readonly to: number } {
  const { root } = view;
  const selection: unknown =
    'getSelection' in root && typeof root.getSelection === 'function' && Reflect.apply(root.getSelection, root, []);
  if (!(selection instanceof Selection) || selection.rangeCount === 0) return view.state.selection.main;
  const { startContainer, startOffset, endContainer, endOffset } = selection.getRangeAt(0);
  return { from: view.posAtDOM(startContainer, startOffset), to: view.posAtDOM(endContainer, endOffset) };
}

const look = EditorView.theme({
  '&': { fontSize: '13px', backgroundColor: 'light-dark(#fbfcfd, #12171d)', color: 'light-dark(#1c2430, #e4e9ef)' },
  '.cm-content': {
    fontFamily: "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace",
    minHeight: '260px',
    caretColor: 'light-dark(#1c2430, #e4e9ef)',
  },
  '.cm-gutters': { backgroundColor: 'light-dark(#eef2f6, #1c242d)', color: 'light-dark(#52606f, #9aa7b5)', border: 'none' },
  '.cm-cursor': { borderLeftColor: 'light-dark(#1c2430, #e4e9ef)' },
  '.cm-tooltip': { backgroundColor: 'light-dark(#ffffff, #1c242d)', color: 'light-dark(#1c2430, #e4e9ef)' },
});

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'light-dark(#0b5f6f, #6cc5d6)' },
  { tag: tags.string, color: 'light-dark(#1a6a43, #6bcf9c)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'light-dark(#8a3ffc, #c3a6ff)' },
]);
