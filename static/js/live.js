// The live view: fetch the fragment every three seconds; a full-screen button where the browser can.
(function () {
  "use strict";
  var live = document.querySelector("[data-live]");
  if (!live || !window.fetch) return;
  setInterval(function () {
    if (document.hidden) return;
    fetch(live.getAttribute("data-live"), { credentials: "same-origin", redirect: "error" })
      .then(function (answer) { return answer.ok ? answer.text() : null; })
      .then(function (text) { if (text !== null && text !== live.innerHTML) live.innerHTML = text; })
      .catch(function () {});
  }, 3000);
  var button = document.querySelector("[data-fullscreen]");
  if (!button || !document.documentElement.requestFullscreen) return;
  button.hidden = false;
  button.addEventListener("click", function () { live.requestFullscreen(); });
})();
