/* Names for fields that the admin leaves without one: of a table by its column, of a lookup (Select2), which puts its
   own box where the labelled one was, by the label. */

const nameCells = () => {
  for (const cell of document.querySelectorAll(".tabular tbody td[class*=field-]")) {
    const column = cell.className.match(/field-(\S+)/)[1];
    const heading = cell.closest("table").querySelector(`th.column-${column}`);
    for (const field of cell.querySelectorAll("input:not([type=hidden]), select, textarea")) {
      if (heading && !field.labels.length) field.setAttribute("aria-label", heading.textContent.trim());
    }
  }
};

const nameLookups = () => {
  for (const chosen of document.querySelectorAll(".select2-selection__rendered")) {
    const field = document.getElementById(chosen.id.replace(/^select2-(.*)-container$/, "$1"));
    const name = field?.getAttribute("aria-label") ?? field?.labels[0]?.textContent.trim();
    if (!name) continue;
    const box = chosen.closest("[role=combobox]");
    box.removeAttribute("aria-labelledby");
    for (const part of [box, chosen]) part.setAttribute("aria-label", name);
  }
};

const nameAll = () => {
  nameCells();
  nameLookups();
};

// After those that make the lookups, which wait for jQuery as well; pages without it have none.
window.django?.jQuery?.(() => setTimeout(nameAll));
document.addEventListener("formset:added", () => setTimeout(nameAll));
