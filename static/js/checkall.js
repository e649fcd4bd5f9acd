/* 全选 and 全不选 above a group of six or more boxes marked .lm-checks (crispy: wrapper_class="lm-checks"). */
(function () {
  "use strict";
  var ENOUGH = 6;

  function boxes(group) {
    return Array.from(group.querySelectorAll('input[type="checkbox"]:not(:disabled)'));
  }

  function button(words, checked, group) {
    var made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-link btn-sm";
    made.textContent = words;
    made.addEventListener("click", function () {
      boxes(group).forEach(function (box) {
        if (box.checked !== checked) {
          box.checked = checked;
          box.dispatchEvent(new Event("input", { bubbles: true }));
          box.dispatchEvent(new Event("change", { bubbles: true }));
        }
      });
    });
    return made;
  }

  document.querySelectorAll(".lm-checks").forEach(function (group) {
    if (boxes(group).length < ENOUGH) {
      return;
    }
    var bar = document.createElement("p");
    bar.className = "lm-checkall";
    bar.append(button("全选", true, group), button("全不选", false, group));
    var fieldset = group.querySelector(":scope > fieldset");
    if (fieldset) {
      fieldset.insertBefore(bar, fieldset.querySelector("legend").nextSibling);
    } else {
      group.parentNode.insertBefore(bar, group);
    }
  });
})();
