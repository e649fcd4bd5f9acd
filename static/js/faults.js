/* After a form was refused, the box that lists what to mend gets the focus; a link in it puts the cursor into the field. */
(function () {
  "use strict";
  var box = document.querySelector(".lm-faults");
  if (!box) {
    return;
  }
  box.focus();
  box.addEventListener("click", function (event) {
    var link = event.target.closest('a[href^="#"]');
    var field = link && document.getElementById(link.hash.slice(1));
    if (field) {
      event.preventDefault();
      field.focus();
      field.scrollIntoView({ block: "center" });
    }
  });
})();
