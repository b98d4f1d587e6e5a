// One search over all excerpts: words that must all be there, and what the cards say of themselves.
{
  const cards = [...document.querySelectorAll(".excerpt")];
  const template = document.getElementById("finder");

  const facets = (card, name) => [...card.querySelectorAll(`[data-facet="${name}"]`)].map((one) => one.textContent.trim());

  const fill = (select) => {
    const found = new Map();
    for (const card of cards) for (const one of facets(card, select.name)) found.set(one, (found.get(one) ?? 0) + 1);
    const sorted = [...found].sort(([one], [other]) => one.localeCompare(other, "en"));
    for (const [one, count] of sorted) select.add(new Option(`${one} (${count})`, one));
    if (found.size < 2) select.closest("label").remove();
  };

  const mark = (words) => {
    if (!("highlights" in CSS)) return;
    CSS.highlights.delete("found");
    const told = words.filter((word) => word.length > 1);
    if (!told.length) return;
    const pattern = new RegExp(told.map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("|"), "gi");
    const ranges = [];
    for (const card of cards.filter((one) => !one.hidden)) {
      const walker = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        for (const match of walker.currentNode.data.matchAll(pattern)) {
          const range = new Range();
          range.setStart(walker.currentNode, match.index);
          range.setEnd(walker.currentNode, match.index + match[0].length);
          ranges.push(range);
        }
      }
    }
    CSS.highlights.set("found", new Highlight(...ranges));
  };

  const install = () => {
    const finder = template.content.firstElementChild.cloneNode(true);
    const [box, status] = [finder.querySelector("input"), finder.querySelector("[role=status]")];
    cards[0].closest(".group").before(finder);
    const selects = [...finder.querySelectorAll("select")];
    selects.forEach(fill);
    const texts = cards.map((card) => card.textContent.toLowerCase());
    const groups = [...document.querySelectorAll(".group")].filter((group) => group.querySelector(".excerpt"));
    const counts = groups.map((group) => {
      const count = document.createElement("p");
      count.className = "found";
      group.querySelector(".excerpts").before(count);
      return count;
    });

    const search = () => {
      const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
      const chosen = selects.filter((select) => select.isConnected && select.value);
      const isNarrowed = words.length > 0 || chosen.length > 0;
      cards.forEach((card, n) => {
        card.hidden =
          !words.every((word) => texts[n].includes(word)) ||
          !chosen.every((select) => facets(card, select.name).includes(select.value));
      });
      const shown = cards.filter((card) => !card.hidden).length;
      status.textContent = isNarrowed ? `${shown} of ${cards.length} excerpts shown` : "";
      groups.forEach((group, n) => {
        const [all, out] = [group.querySelectorAll(".excerpt").length, group.querySelectorAll(".excerpt[hidden]").length];
        group.hidden = out === all;
        counts[n].textContent = isNarrowed ? `The search shows ${all - out} of ${all} here.` : "";
      });
      mark(words);
    };

    finder.addEventListener("input", search);
    finder.querySelector("button").addEventListener("click", () => {
      box.value = "";
      for (const select of selects) select.value = "";
      search();
      box.focus();
    });
  };

  if (cards.length > 3) install();
}
