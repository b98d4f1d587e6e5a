// The contents: the section being read is marked; on a narrow screen they fold away.
{
  const contents = document.querySelector("#contents details");
  const links = new Map([...contents.querySelectorAll(":scope > ol > li > a")].map((link) => [link.hash.slice(1), link]));
  const narrow = matchMedia("(max-width: 60rem)");
  const fold = () => { contents.open = !narrow.matches; };
  document.documentElement.classList.add("scripted");
  narrow.addEventListener("change", fold);
  fold();
  contents.addEventListener("click", (event) => { if (narrow.matches && event.target.closest("a")) contents.open = false; });
  contents.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !narrow.matches) return;
    contents.open = false;
    contents.querySelector("summary").focus();
  });

  const inSight = new Set();
  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) inSight[isIntersecting ? "add" : "delete"](target.id);
    const current = [...links.keys()].find((id) => inSight.has(id));
    if (!current) return;
    for (const [id, link] of links) {
      if (id === current) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    }
  }, { rootMargin: "-15% 0px -70% 0px" });
  for (const id of links.keys()) observer.observe(document.getElementById(id));

  // What a reader prints is whole: nothing stays folded.
  addEventListener("beforeprint", () => { for (const one of document.querySelectorAll("main details")) one.open = true; });
}
