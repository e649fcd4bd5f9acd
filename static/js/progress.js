/* Something is being made: an element with id and data-progress="address" is renewed from that page every two seconds, until
   the page shows it without data-progress. Without script the page has a link to look again. */
(function () {
  "use strict";
  var PAUSE = 2000;
  var MOST_MISSES = 30;

  function watch(part, misses) {
    setTimeout(async function () {
      var fresh = null;
      try {
        var answer = await fetch(part.dataset.progress, { credentials: "same-origin", redirect: "error" });
        var text = answer.ok ? await answer.text() : "";
        fresh = new DOMParser().parseFromString(text, "text/html").getElementById(part.id);
      } catch (error) {
        fresh = null;
      }
      if (fresh === null) {
        if (misses < MOST_MISSES) {
          watch(part, misses + 1);
        }
        return;
      }
      var held = part.contains(document.activeElement);
      part.replaceWith(fresh);
      if (held) {
        fresh.tabIndex = -1;
        fresh.focus();
      }
      if (fresh.dataset.progress) {
        watch(fresh, 0);
      }
    }, PAUSE);
  }

  document.querySelectorAll("[data-progress]").forEach(function (part) {
    watch(part, 0);
  });
})();
