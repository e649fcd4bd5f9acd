/* Keep a draft while somebody writes: <form data-autosave-url="…"> is posted there by itself, text fields only (no files).
   The words go to the form's [data-saved] element (components/form_bar.html).
   The server answers 2xx, with JSON {"saved_at": "10:24", "version": …} if it likes; the version goes into the field named "version".
   409 means that somebody else changed it meanwhile: saving stops and the page says so. {"message": "…"} replaces our words. */
(function () {
  "use strict";
  var PAUSE = 4000; // after the last change
  var RETRY = 30000;

  function clock() {
    var now = new Date();
    return String(now.getHours()).padStart(2, "0") + ":" + String(now.getMinutes()).padStart(2, "0");
  }

  function watch(form) {
    var place = form.querySelector("[data-saved]");
    var timer = null;
    var changes = 0;
    var busy = false;
    var stopped = false;

    function say(words, conflict) {
      if (place) {
        place.textContent = words;
        place.classList.toggle("is-conflict", Boolean(conflict));
      }
    }

    function later(wait) {
      clearTimeout(timer);
      if (!stopped) {
        timer = setTimeout(save, wait);
      }
    }

    function body() {
      var data = new FormData(form);
      Array.from(data.keys()).forEach(function (key) {
        if (data.get(key) instanceof File) {
          data.delete(key);
        }
      });
      data.append("autosave", "1");
      return data;
    }

    async function save() {
      if (busy || stopped) {
        return later(PAUSE);
      }
      busy = true;
      var before = changes;
      try {
        var answer = await fetch(form.dataset.autosaveUrl, {
          method: "POST",
          body: body(),
          credentials: "same-origin",
          redirect: "manual", // a redirect to the log-in is not a saved draft
          headers: { Accept: "application/json" },
        });
        var told = await answer.json().catch(function () { return {}; });
        if (answer.status === 409) {
          stopped = true;
          say(told.message || "别人刚刚改过这份内容，自动保存已停止。请另存您的文字，再打开新稿。", true);
        } else if (answer.ok) {
          var version = form.elements.namedItem("version");
          if (version && told.version !== undefined) {
            version.value = told.version;
          }
          say("草稿已于 " + (told.saved_at || clock()) + " 自动保存");
          if (before === changes) {
            form.dispatchEvent(new CustomEvent("lm:saved", { bubbles: true }));
          }
        } else {
          say(told.message || "草稿没有存上，您的文字还在本页。");
          later(RETRY);
        }
      } catch (error) {
        say("网络不通，草稿没有存上，您的文字还在本页。");
        later(RETRY);
      } finally {
        busy = false;
        if (before !== changes) {
          later(PAUSE);
        }
      }
    }

    form.addEventListener("input", function () {
      changes += 1;
      later(PAUSE);
    });
    form.addEventListener("submit", function () {
      stopped = true;
      clearTimeout(timer);
    });
  }

  document.querySelectorAll("form[data-autosave-url]").forEach(watch);
})();
