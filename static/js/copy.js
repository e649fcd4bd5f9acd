/* A button with data-copy="id" copies the text of that field. Hidden until the script has come; the field can be selected by hand. */
(function () {
  "use strict";
  document.querySelectorAll("[data-copy]").forEach(function (button) {
    var field = document.getElementById(button.dataset.copy);
    button.hidden = false;
    field.addEventListener("focus", function () {
      field.select();
    });
    button.addEventListener("click", function () {
      field.focus();
      field.select();
      button.textContent = document.execCommand("copy") ? "已复制" : "请按 Ctrl+C";
    });
  });
})();
