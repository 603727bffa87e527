"use strict";
/* Text that is selected in the mail is offered as evidence. All the rest works without. */
(() => {
  const form = document.getElementById("aanmerken");
  if (!form) return;
  const place = form.querySelector("[name=zin]");
  const chosen = document.getElementById("gekozen");
  const SHOWN = 160;

  /* The words of a range as the mail has them: what the page adds is left out. */
  const words = (range) => {
    const copy = range.cloneContents();
    copy.querySelectorAll("[data-skip]").forEach((each) => each.remove());
    return copy.textContent;
  };

  /* Where a point stands in its text. The server counts characters, not UTF-16 units. */
  const offset = (node, at) => {
    const parent = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    const line = parent.closest(".line");
    if (!line) return null;
    const before = document.createRange();
    before.setStart(line, 0);
    before.setEnd(node, at);
    return Number(line.dataset.start) + [...words(before)].length;
  };

  /* The parts of lines that a selection covers: it may begin or end between two of them. */
  const covered = (range) => {
    const root = range.commonAncestorContainer;
    const scope = root.nodeType === Node.TEXT_NODE ? root.parentElement : root;
    const text = scope.closest("[data-text]");
    if (!text) return null;
    const lines = [...text.querySelectorAll(".line")].filter((each) => range.intersectsNode(each));
    const spans = lines.map((line) => {
      const own = document.createRange();
      own.selectNodeContents(line);
      if (range.compareBoundaryPoints(Range.START_TO_START, own) > 0) {
        own.setStart(range.startContainer, range.startOffset);
      }
      if (range.compareBoundaryPoints(Range.END_TO_END, own) < 0) {
        own.setEnd(range.endContainer, range.endOffset);
      }
      return { own, told: words(own) };
    }).filter((each) => each.told.trim());
    if (!spans.length) return null;
    const first = spans[0].own;
    const last = spans[spans.length - 1].own;
    const start = offset(first.startContainer, first.startOffset);
    const end = offset(last.endContainer, last.endOffset);
    if (start === null || end === null || start >= end) return null;
    return { text: text.dataset.text, start, end, told: spans.map((each) => each.told).join(" ") };
  };

  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const found = covered(selection.getRangeAt(0));
    if (!found) return;
    place.value = `${found.text}:${found.start}:${found.end}`;
    const told = found.told.trim();
    chosen.textContent = told.length > SHOWN ? `${told.slice(0, SHOWN)}…` : told;
    form.hidden = false;
  });
})();
