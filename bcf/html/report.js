// SPDX-License-Identifier: MIT
// The page can be read without this: it only lets the matrix be sorted.
"use strict";
for (const table of document.querySelectorAll("table.matrix")) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const key = (row, column, how) => how === "words"
    ? row.cells[column].textContent : Number(row.cells[column].dataset.order);
  const compare = (a, b) => typeof a === "string" ? a.localeCompare(b, "en-GB") : a - b;
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const isUp = head.getAttribute("aria-sort") !== "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", isUp ? "ascending" : "descending");
      const rows = [...body.rows].map((row) => [key(row, column, head.dataset.sort), row]);
      rows.sort((a, b) => isUp ? compare(a[0], b[0]) : compare(b[0], a[0]));
      body.append(...rows.map((pair) => pair[1]));
    });
  });
}
