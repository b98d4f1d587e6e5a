"use strict";
// Sortable tables and a filter over excerpts. The page says everything without this script.
(() => {
  const value = (row, column) => {
    const cell = row.cells[column];
    if (column === 0) return cell.textContent.trim().toLowerCase();
    return cell.dataset.sort === "" ? null : Number(cell.dataset.sort);
  };

  // Rows of detail stay beneath the row that they detail, and totals stay last.
  const families = (rows) => {
    const found = [];
    for (const row of rows) {
      if (row.classList.contains("depth-1") && found.length) found.at(-1).push(row);
      else found.push([row]);
    }
    return found;
  };

  const compare = (column, sign) => (one, other) => {
    const [a, b] = [value(one[0], column), value(other[0], column)];
    if (a === null || b === null) return (a === null) - (b === null);
    return sign * (typeof a === "string" ? a.localeCompare(b, "en", { numeric: true }) : a - b);
  };

  const sort = (table, header) => {
    const column = header.cellIndex;
    const order = header.getAttribute("aria-sort") === "descending" ? "ascending" : "descending";
    for (const other of table.tHead.rows[0].cells) other.setAttribute("aria-sort", "none");
    header.setAttribute("aria-sort", order);
    const body = table.tBodies[0];
    const totals = [...body.rows].filter((row) => row.classList.contains("total"));
    const found = families([...body.rows].filter((row) => !row.classList.contains("total")));
    const by = compare(column, order === "ascending" ? 1 : -1);
    found.sort(by);
    for (const family of found) family.splice(1, family.length, ...family.slice(1).map((row) => [row]).sort(by).flat());
    body.append(...found.flat(), ...totals);
  };

  for (const table of document.querySelectorAll("table.sortable")) {
    for (const header of table.tHead.rows[0].cells) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = header.textContent;
      button.addEventListener("click", () => sort(table, header));
      header.replaceChildren(button);
      header.setAttribute("aria-sort", "none");
    }
  }

  // What is wider than the screen says so beneath it, also after the screen is turned.
  const measure = new ResizeObserver((entries) => {
    for (const { target } of entries) target.classList.toggle("more", target.scrollWidth > target.clientWidth + 1);
  });
  for (const box of document.querySelectorAll(".scroll")) measure.observe(box);

  for (const group of document.querySelectorAll(".group")) {
    const cards = [...group.querySelectorAll(".excerpt")];
    if (cards.length < 4) continue;
    const label = document.createElement("label");
    const input = document.createElement("input");
    const said = document.createElement("span");
    input.type = "search";
    input.id = `find-${group.getAttribute("aria-labelledby")}`;
    label.htmlFor = input.id;
    label.textContent = "Find words in these excerpts";
    said.setAttribute("role", "status");
    const texts = cards.map((card) => card.textContent.toLowerCase());
    input.addEventListener("input", () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      cards.forEach((card, index) => { card.hidden = !words.every((word) => texts[index].includes(word)); });
      said.textContent = words.length ? `${cards.filter((card) => !card.hidden).length} of ${cards.length}` : "";
    });
    const finder = document.createElement("div");
    finder.className = "finder";
    finder.append(label, input, said);
    group.querySelector(".excerpts").before(finder);
  }
})();
