"""A mail server that speaks just enough SMTP to be sent to; `received` keeps (recipient, text) of every message.

While `hold` is set it takes calls and says nothing: a worker that has claimed its mail hangs there and can be killed.
"""

import socketserver
import threading
from contextlib import contextmanager


class MailServer(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), MailHandler)
        self.received = []
        self.hold = threading.Event()
        self.is_called = threading.Event()

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class MailHandler(socketserver.StreamRequestHandler):
    def handle(self):
        self.server.is_called.set()
        if self.server.hold.is_set():
            self.rfile.read()  # until the caller is gone
            return
        self.say("220 ready")
        recipient = None
        while line := self.rfile.readline().decode():
            verb = line[:4].upper().strip()
            if verb == "RCPT":
                recipient = line.partition("<")[2].partition(">")[0]
            elif verb == "DATA":
                self.say("354 go on")
                text = b"".join(iter(self.rfile.readline, b".\r\n")).decode()
                self.server.received.append((recipient, text))
            self.say("221 bye" if verb == "QUIT" else "250 ok")
            if verb == "QUIT":
                return

    def say(self, answer):
        self.wfile.write(f"{answer}\r\n".encode())


@contextmanager
def mail_server():
    server = MailServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
