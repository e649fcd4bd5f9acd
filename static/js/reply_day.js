/* The day on which a reply would be due, while somebody writes how many workdays: an input with data-day-url="…" asks for
   ?workdays=5 and puts the sentence into the element named by data-day. Without script the page says it after saving. */
(function () {
  "use strict";
  var PAUSE = 400;

  document.querySelectorAll("input[data-day-url]").forEach(function (input) {
    var place = document.getElementById(input.dataset.day);
    var timer = null;

    async function ask() {
      var url = new URL(input.dataset.dayUrl, window.location.href);
      url.searchParams.set("workdays", input.value);
      try {
        var answer = await fetch(url, { credentials: "same-origin", redirect: "error" });
        var words = answer.ok ? await answer.text() : null;
        if (words !== null && url.searchParams.get("workdays") === input.value) {
          place.textContent = words;
        }
      } catch (error) {
        // It only informs; the server says it after saving.
      }
    }

    if (place) {
      input.addEventListener("input", function () {
        clearTimeout(timer);
        timer = setTimeout(ask, PAUSE);
      });
    }
  });
})();
