/* A judge's marks: each is kept by the server the moment it is entered, and none is lost on the way there.
   <form data-marks-url="…"> holds fields <input data-criterion="7" data-saved="38">, each with a hidden field
   name="seen-7": which mark of the server this page knows. A mark waits in localStorage until the server has answered
   for it; it is sent again when the line comes back, after a reload, and from every other page with [data-marks-queue].
   The server refuses (409) a waiting mark that would overwrite one it never saw.
   Answers: 200 {value, seen, saved_at, total, done}; 422 {message} no mark on this scale; 409 {message, value?, seen?}. */
(function () {
  "use strict";
  var PREFIX = "lm-marks:";
  var PAUSE = 1000; // after the last key
  var RETRY = [2000, 5000, 10000, 20000];
  var PATIENCE = 15000; // a line that hangs is a lost line
  var memory = {}; // where the browser keeps nothing, marks wait at least as long as the page is open

  function read(url) {
    try {
      return JSON.parse(localStorage.getItem(PREFIX + url)) || {};
    } catch (error) {
      return memory[url] || {};
    }
  }

  function write(url, waiting) {
    memory[url] = waiting;
    try {
      if (Object.keys(waiting).length) {
        localStorage.setItem(PREFIX + url, JSON.stringify(waiting));
      } else {
        localStorage.removeItem(PREFIX + url);
      }
    } catch (error) {
      // memory has it
    }
  }

  function change(url, criterion, edit) {
    var waiting = read(url);
    var item = edit(waiting[criterion]);
    if (item) {
      waiting[criterion] = item;
    } else {
      delete waiting[criterion];
    }
    write(url, waiting);
  }

  function urls() {
    var found = Object.keys(memory);
    try {
      Object.keys(localStorage).forEach(function (key) {
        if (key.indexOf(PREFIX) === 0 && found.indexOf(key.slice(PREFIX.length)) < 0) {
          found.push(key.slice(PREFIX.length));
        }
      });
    } catch (error) {
      // memory is all there is
    }
    return found.filter(function (url) {
      return /^\/[^/]/.test(url) && Object.keys(read(url)).length;
    });
  }

  function post(url, criterion, item) {
    var body = new FormData();
    body.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    body.append("criterion", criterion);
    body.append("value", item.value);
    body.append("seen", item.seen);
    item.tried.forEach(function (value) {
      body.append("tried", value);
    });
    var stop = new AbortController();
    var timer = setTimeout(function () { stop.abort(); }, PATIENCE);
    return fetch(url, {
      method: "POST",
      body: body,
      credentials: "same-origin",
      redirect: "manual", // a redirect to the log-in is not a kept mark
      keepalive: true, // also when the page is left meanwhile
      signal: stop.signal,
      headers: { Accept: "application/json" },
    }).then(function (answer) {
      return answer.json().catch(function () { return {}; }).then(function (told) {
        return { status: answer.status, told: told };
      });
    }).finally(function () {
      clearTimeout(timer);
    });
  }

  /* Sends what waits, one after the other. `page` is told what the server said of its own sheet. */
  function Sender(page) {
    var busy = false;
    var again = false;
    var timer = null;
    var failures = 0;

    function later() {
      clearTimeout(timer);
      timer = setTimeout(flush, RETRY[Math.min(failures, RETRY.length - 1)]);
      failures += 1;
    }

    async function sendOne(url, criterion) {
      var sent;
      change(url, criterion, function (item) {
        sent = item;
        if (item && item.tried.indexOf(item.value) < 0) {
          item.tried = item.tried.concat(item.value).slice(-20);
        }
        return item;
      });
      if (!sent) {
        return true;
      }
      var answer = await post(url, criterion, sent);
      var settled = [200, 409, 422].indexOf(answer.status) >= 0 && Object.keys(answer.told).length > 0;
      if (!settled) {
        page.unsent(url, criterion, answer.status);
        // Another judge's sheet on the same telephone: it waits for its own judge.
        return answer.status === 404;
      }
      var newer = null;
      change(url, criterion, function (item) {
        newer = item && item.value !== sent.value ? item : null;
        if (newer && answer.status === 200) {
          newer.seen = answer.told.seen;
          newer.tried = [];
        }
        return newer;
      });
      page.answered(url, criterion, answer.status, answer.told, sent, newer);
      return newer ? sendOne(url, criterion) : true;
    }

    async function flush() {
      if (busy) {
        again = true;
        return;
      }
      busy = true;
      clearTimeout(timer);
      var well = true;
      try {
        do {
          again = false;
          for (var url of urls()) {
            for (var criterion of Object.keys(read(url))) {
              well = (await sendOne(url, criterion)) && well;
            }
          }
        } while (again && well);
      } catch (error) {
        well = false;
        page.unsent("", "", 0);
      } finally {
        busy = false;
      }
      if (well) {
        failures = 0;
      } else {
        later();
      }
    }

    window.addEventListener("online", flush);
    window.addEventListener("pageshow", flush);
    document.addEventListener("visibilitychange", flush);
    return flush;
  }

  function watch(form) {
    var url = form.dataset.marksUrl;
    var bar = form.querySelector("[data-marks-said]");
    var fields = {};
    var timer = null;
    var flush = Sender({ answered: answered, unsent: unsent });

    function seen(criterion) {
      return form.elements.namedItem("seen-" + criterion);
    }

    function say(words, bad) {
      bar.textContent = words;
      bar.classList.toggle("is-conflict", Boolean(bad));
    }

    function sayAt(field, words, kind) {
      var place = document.getElementById(field.id + "_said");
      place.textContent = words;
      place.className = "lm-mark-said" + (kind ? " is-" + kind : "");
      field.classList.toggle("is-invalid", kind === "wrong");
      field.setAttribute("aria-invalid", kind === "wrong" ? "true" : "false");
    }

    function answered(from, criterion, status, told, sent, newer) {
      var field = fields[criterion];
      if (from !== url || !field) {
        return;
      }
      if (told.seen !== undefined) {
        seen(criterion).value = told.seen;
        field.dataset.saved = told.value;
      }
      if (newer) {
        return;
      }
      if (status === 200) {
        sayAt(field, "已存 " + told.saved_at, "kept");
        say("已存 " + told.saved_at);
        form.querySelector("[data-marks-total]").textContent = told.total;
        form.querySelector("[data-marks-done]").textContent = told.done;
        if (!Object.keys(read(url)).length) {
          form.dispatchEvent(new CustomEvent("lm:saved", { bubbles: true }));
        }
        return;
      }
      if (told.seen !== undefined && field.value === sent.value) {
        field.value = told.value; // entered elsewhere meanwhile; the message names what was not taken
      }
      sayAt(field, told.message, "wrong");
      say("有没存上的分，请看提示", true);
    }

    function unsent(from, criterion, status) {
      var words = "没有存上，正在重试";
      if (status === 403 || status === 401) {
        words = "没有存上，请刷新本页；您填的分还在";
      } else if (criterion && from === url && status === 0) {
        words = "没有存上，请重新登录；您填的分还在";
      }
      var own = read(url);
      var waits = Object.keys(own).filter(function (key) { return fields[key]; });
      waits.forEach(function (key) {
        sayAt(fields[key], words, "waits");
      });
      if (waits.length) {
        say(words, true);
      }
    }

    function enter(field, now) {
      var criterion = field.dataset.criterion;
      var value = field.value.trim();
      clearTimeout(timer);
      if (!value) {
        change(url, criterion, function () { return null; });
        sayAt(field, field.dataset.saved ? "没有填分数；已存的 " + field.dataset.saved + " 仍然有效" : "", field.dataset.saved ? "wrong" : "");
        return;
      }
      var waits = read(url)[criterion];
      if (!waits && value === field.dataset.saved) {
        if (field.classList.contains("is-invalid")) {
          sayAt(field, "已存", "kept");
        }
        return;
      }
      change(url, criterion, function (item) {
        return { value: value, seen: item ? item.seen : seen(criterion).value, tried: item ? item.tried : [] };
      });
      if (now) {
        sayAt(field, "正在存…", "");
        flush();
      } else if (!/[.．]$/.test(value)) {
        timer = setTimeout(function () { enter(field, true); }, PAUSE);
      }
    }

    form.querySelectorAll("[data-criterion]").forEach(function (field, place, all) {
      fields[field.dataset.criterion] = field;
      field.addEventListener("input", function () { enter(field, false); });
      field.addEventListener("change", function () { enter(field, true); });
      field.addEventListener("keydown", function (event) {
        onward(event, all[place + 1], function () { field.blur(); });
      });
    });

    // What waited when the page was left stands in its field again.
    var waiting = read(url);
    Object.keys(waiting).forEach(function (criterion) {
      if (fields[criterion]) {
        fields[criterion].value = waiting[criterion].value;
        sayAt(fields[criterion], "没有存上，正在重试", "waits");
      }
    });
    form.querySelectorAll("[data-marks-save]").forEach(function (button) {
      button.hidden = true; // needed only where this script does not run
    });
    flush();
  }

  /* Enter goes to the next field and from the last one on. */
  function onward(event, next, atEnd) {
    if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      if (next) {
        next.focus();
        next.select();
      } else {
        atEnd();
      }
    }
  }

  // A paper sheet that is typed in is not saved before it is whole.
  document.querySelectorAll("form[data-reading]").forEach(function (form) {
    form.querySelectorAll("input.lm-mark-field").forEach(function (field, place, all) {
      field.addEventListener("keydown", function (event) {
        onward(event, all[place + 1], function () { form.requestSubmit ? form.requestSubmit() : form.submit(); });
      });
    });
  });

  var forms = document.querySelectorAll("form[data-marks-url]");
  forms.forEach(watch);
  if (!forms.length && document.querySelector("[data-marks-queue]")) {
    Sender({ answered: function () {}, unsent: function () {} })();
  }
})();
