/* A choice that changes which fields follow: a select with data-switches="id" presses that button when it changes. Without the script the button is pressed by hand. */
(function () {
  "use strict";
  document.querySelectorAll("[data-switches]").forEach(function (select) {
    var button = document.getElementById(select.dataset.switches);
    if (!button) {
      return;
    }
    button.hidden = true;
    select.addEventListener("change", function () {
      button.click();
    });
  });
})();
