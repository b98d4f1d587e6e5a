// Tables: sorting by any column, and a filter over the rows of long ones.
{
  const text = (cell) => cell.textContent.trim();
  const isTotal = (row) => row.classList.contains("total");
  const words = (said) => said.toLowerCase().split(/\s+/).filter(Boolean);

  // A main row with its rows of detail, which stay beneath it.
  const families = (rows) => {
    const found = [];
    for (const row of rows) {
      if (row.classList.contains("depth-1") && found.length) found.at(-1).push(row);
      else found.push([row]);
    }
    return found;
  };

  const key = (row, column) => {
    const cell = row.cells[column];
    const said = cell.dataset.sort ?? text(cell);
    if (said === "") return null;
    return Number.isFinite(Number(said)) && cell.tagName === "TD" ? Number(said) : said.toLowerCase();
  };

  const compare = (column, sign) => ([one], [other]) => {
    const [a, b] = [key(one, column), key(other, column)];
    if (a === null || b === null) return (a === null) - (b === null);
    if (typeof a === "number" && typeof b === "number") return sign * (a - b);
    return sign * String(a).localeCompare(String(b), "en", { numeric: true });
  };

  // Numbers begin with the largest, words with the first; a third press brings the printed order back.
  const next = (header) => {
    const orders = header.matches(".label, .remark") ? ["ascending", "descending"] : ["descending", "ascending"];
    return [...orders, "none"][orders.indexOf(header.getAttribute("aria-sort")) + 1];
  };

  const sort = (table, printed, header) => {
    const order = next(header);
    for (const other of table.tHead.rows[0].cells) other.setAttribute("aria-sort", "none");
    header.setAttribute("aria-sort", order);
    const found = families(printed.filter((row) => !isTotal(row)));
    if (order !== "none") {
      const by = compare(header.cellIndex, order === "ascending" ? 1 : -1);
      found.sort(by);
      for (const family of found) family.push(...family.splice(1).map((row) => [row]).sort(by).flat());
    }
    table.tBodies[0].append(...found.flat(), ...printed.filter(isTotal));
  };

  const makeSortable = (table) => {
    const printed = [...table.tBodies[0].rows];
    for (const header of table.tHead.rows[0].cells) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = header.textContent;
      button.addEventListener("click", () => sort(table, printed, header));
      header.replaceChildren(button);
      header.setAttribute("aria-sort", "none");
    }
  };

  // A row of detail is found by its main row's words too, and never stands without it.
  const makeFilterable = (table, filter) => {
    const rows = [...table.tBodies[0].rows].filter((row) => !isTotal(row));
    const said = (row) => [...row.querySelectorAll("th, .remark")].map(text).join(" ").toLowerCase();
    const [box, status] = [filter.querySelector("input"), filter.querySelector("[role=status]")];
    box.addEventListener("input", () => {
      const wanted = words(box.value);
      const matches = (its) => wanted.every((word) => its.includes(word));
      for (const [main, ...details] of families([...table.tBodies[0].rows].filter((row) => !isTotal(row)))) {
        const all = matches(said(main));
        for (const row of details) row.hidden = !all && !matches(`${said(main)} ${said(row)}`);
        main.hidden = !all && details.every((row) => row.hidden);
      }
      const shown = rows.filter((row) => !row.hidden).length;
      status.textContent = wanted.length ? `${shown} of ${rows.length} rows` : "";
    });
  };

  const piece = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);
  const filterAbove = Number(document.getElementById("table-filter").dataset.above);

  for (const table of document.querySelectorAll("table[data-key]")) {
    const [box, title] = [table.closest(".scroll"), text(document.getElementById(table.getAttribute("aria-labelledby")))];
    const save = piece("table-save");
    save.setAttribute("aria-label", `${text(save)}: ${title}`);
    save.addEventListener("click", () => saveTable(table));
    box.closest(".exhibit").append(save);
    if (table.tBodies[0].rows.length > filterAbove) {
      const filter = piece("table-filter");
      filter.querySelector("input").setAttribute("aria-label", `Filter rows: ${title}`);
      makeFilterable(table, filter);
      box.before(filter);
    }
    if (table.classList.contains("sortable")) makeSortable(table);
  }

  // What is wider than the screen says so beneath it, also after the screen is turned.
  const measure = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const isWider = target.scrollWidth > target.clientWidth + 1;
      target.classList.toggle("more", isWider);
      target.classList.toggle("fits", !isWider);
    }
  });
  for (const box of document.querySelectorAll(".scroll")) measure.observe(box);
}
