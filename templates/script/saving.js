// Files made in the page: a table as CSV, all tables as a workbook.

const offer = (name, content) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
};

// Every cell as the values of its columns in the file: the bounds of an interval are two.
const tableRows = (table) => {
  const values = (cell) => {
    if (cell.classList.contains("withheld")) return ["*"];
    if (cell.dataset.upper) return [cell.dataset.sort, cell.dataset.upper];
    return [cell.dataset.sort ?? cell.textContent.trim()];
  };
  const printed = [...table.rows].map((row) => [...row.cells].map(values));
  const rows = table.dataset.turned ? printed[0].map((_, column) => printed.map((row) => row[column])) : printed;
  if (table.dataset.turned) rows[0][0] = [table.dataset.turned];
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const bounds = [", lower", ", upper"];
  const filled = (cell, width, isHead) =>
    Array.from({ length: width }, (_, n) => (isHead && width > 1 ? cell[0] + bounds[n] : cell[n] ?? cell[0]));
  return rows.map((row, n) => row.flatMap((cell, column) => filled(cell, widths[column], n === 0)));
};

// Detail rows say what they detail, so that each row of the file can stand alone.
const withParents = (table, rows) => {
  if (!table.querySelector("tr.depth-1")) return rows;
  let main = "";
  return rows.map((row, n) => {
    if (n === 0) return [row[0], "Part of", ...row.slice(1)];
    const isDetail = table.rows[n].classList.contains("depth-1");
    if (!isDetail) main = row[0];
    return [row[0], isDetail ? main : "", ...row.slice(1)];
  });
};

// RFC 4180. Words that a spreadsheet would take for a formula begin with an apostrophe; numbers stay numbers.
const csvField = (value) => {
  const isNumber = value !== "" && Number.isFinite(Number(value));
  const safe = !isNumber && /^\s*[=+\-@＝＋－＠\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

const saveTable = (table) => {
  const rows = withParents(table, tableRows(table));
  const lines = rows.map((row) => `${row.map(csvField).join(",")}\r\n`);
  const name = `${table.dataset.key}-${document.body.dataset.period}`.replace(/[^\w-]+/g, "-").slice(0, 100);
  offer(`${name}.csv`, new Blob(["\ufeff", ...lines], { type: "text/csv;charset=utf-8" }));
};
