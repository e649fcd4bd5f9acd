/* Show what clashes while a plan is written: <form data-clashes-url="…"> asks when date, time, place or units change and puts
   the answer into [data-clashes]. Without script the page shows it after saving. */
(function () {
  "use strict";
  var WATCHED = ["date", "starts", "ends", "last_date", "place_name", "units"];
  var PAUSE = 800;

  function watch(form) {
    var place = form.querySelector("[data-clashes]");
    var timer = null;
    var asked = 0;

    function query() {
      var url = new URL(form.dataset.clashesUrl, window.location.href);
      WATCHED.concat(["uid", "title"]).forEach(function (name) {
        new FormData(form).getAll(name).forEach(function (value) { url.searchParams.append(name, value); });
      });
      return url;
    }

    async function ask() {
      var number = (asked += 1);
      try {
        var answer = await fetch(query(), { credentials: "same-origin", redirect: "manual" });
        var notes = answer.ok ? await answer.text() : null;
        if (notes !== null && number === asked) {
          place.innerHTML = notes;
        }
      } catch (error) {
        // The notes only inform; the server shows them after saving.
      }
    }

    form.addEventListener("change", function (event) {
      if (place && WATCHED.includes(event.target.name)) {
        clearTimeout(timer);
        timer = setTimeout(ask, PAUSE);
      }
    });
  }

  document.querySelectorAll("form[data-clashes-url]").forEach(watch);
})();
