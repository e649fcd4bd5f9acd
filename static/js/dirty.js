/* Warn before leaving a form somebody has typed in. Only POST forms with data-warn or class lm-form; quiet while it submits. */
(function () {
  "use strict";
  var dirty = new Set();

  document.addEventListener("input", function (event) {
    var form = event.target.form;
    if (form && form.method === "post" && (form.classList.contains("lm-form") || form.hasAttribute("data-warn")) && !form.classList.contains("lm-gate-form")) {
      dirty.add(form);
    }
  });
  document.addEventListener("lm:saved", function (event) {
    dirty.delete(event.target);
  });
  document.addEventListener("submit", function (event) {
    dirty.delete(event.target);
  });
  window.addEventListener("beforeunload", function (event) {
    if (dirty.size) {
      event.preventDefault();
      event.returnValue = "";
    }
  });
})();
