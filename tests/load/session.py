"""One visitor at the server's websocket: opens the page, sets its widgets, and waits for the end of the script."""

import asyncio
import json
import time
import urllib.request
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode, urljoin

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NewSession_pb2 import Config
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from websockets.asyncio.client import ClientConnection, connect

from load.shown import Part, Shown

PATIENCE = 120.0
# How a widget's value travels, by its kind; a number of an `st.number_input` is one whatever it counts.
FIELDS = {
    "number_input": "double_value",
    "slider": "double_array_value",
    "checkbox": "bool_value",
    "selectbox": "string_value",
    "radio": "string_value",
    "text_input": "string_value",
    "text_area": "string_value",
    "color_picker": "string_value",
    "button_group": "string_array_value",
    "multiselect": "string_array_value",
    "dataframe": "string_value",
    "vega_lite_chart": "string_value",
    "tab_container": "string_value",
    "expandable": "bool_value",
    "popover": "bool_value",
    "bidi_component": "json_value",
}
DONE = (
    ForwardMsg.FINISHED_SUCCESSFULLY,
    ForwardMsg.FINISHED_WITH_COMPILE_ERROR,
    ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
)


class Reply(NamedTuple):
    """One answer: seconds from the question to the end of the script, its bytes as they came over the wire, packed if
    the server packs them, and unpacked; and its messages by their kind and unpacked size, largest first.
    """

    seconds: float
    wire: int
    unpacked: int
    parts: list[tuple[str, int]]


class _Counting(ClientConnection):
    wire = 0

    def data_received(self, data: bytes) -> None:
        self.wire += len(data)
        super().data_received(data)


@asynccontextmanager
async def opened(server: str, query: str = "", headers: dict[str, str] | None = None) -> AsyncIterator["Session"]:
    """Somebody who has opened the page by that link, and has seen it to the end of its script; `first` is the reply."""
    address = server.replace("http", "ws", 1) + "/_stcore/stream"
    async with connect(
        address, subprotocols=["streamlit"], create_connection=_Counting, max_size=None, additional_headers=headers
    ) as socket:
        session = Session(server, socket, query.removeprefix("?"), headers or {})
        try:
            session.first = await session.rerun()
            yield session
        finally:
            session.close()


class Session:
    """A visitor. Questions wait for one another; whoever drags a slider uses `send`, and waits once, by `settled`."""

    first: Reply
    # What the server tells of its settings.
    config: Config

    def __init__(self, server: str, socket: ClientConnection, query: str, headers: dict[str, str]) -> None:
        self.server, self.query, self.id = server, query, ""
        self.page = Shown()
        # Fragments that want to be run again and again, with the seconds between.
        self.fragments: dict[str, float] = {}
        self._socket, self._headers = socket, headers
        self._turn = asyncio.Lock()
        self._changed = asyncio.Condition()
        # Runs of the script that have begun, and the number of the last one that came to its end.
        self._begun = self._ended = 0
        self._is_running = False
        self._script = ""
        # Messages that the server may leave out next time, each with the run that had it last.
        self._kept: dict[str, tuple[ForwardMsg, int]] = {}
        self._urls: dict[str, Any] = {}
        self._parts: list[tuple[str, int]] = []
        self._most_runs_kept = 2
        self._is_cut_off = False
        self._ears = asyncio.create_task(self._listen())

    # Asking, and waiting for the answer

    async def rerun(
        self, query: str | None = None, *states: WidgetState, fragment: str = "", back: bool = False
    ) -> Reply:
        """Let the script run again, with these widgets changed, or as a link of another query string that was reached
        by the browser's `back`, which sets every widget that the link is about.
        """
        async with self._turn:
            began, wire, before, self._parts = time.perf_counter(), self._socket.wire, self._begun, []
            await self.send(*states, query=query, fragment=fragment, back=back)
            await self._until(lambda: self._ended > before)
            seconds = time.perf_counter() - began
            parts = sorted(self._parts, key=lambda part: -part[1])
            return Reply(seconds, self._socket.wire - wire, sum(size for _, size in parts), parts)

    async def go(self, query: str) -> Reply:
        """Follow the browser's Back or Forward to a link of that query string."""
        return await self.rerun(query, back=True)

    async def set(self, key: str, value: Any) -> Reply:
        """Give the widget of that key a value: a number, a text, a list of them, or what a component keeps."""
        return await self.rerun(None, self.state(key, value))

    async def press(self, key: str) -> Reply:
        """Press the button of that key, or of that label."""
        return await self.rerun(None, WidgetState(id=self.page.find(key).message.id, trigger_value=True))

    async def trigger(self, key: str, event: str, value: Any) -> Reply:
        """Let a component of ours tell of an event, as `setTriggerValue` does."""
        return await self.rerun(None, self.event(key, event, value))

    async def slide_rate(self, rate: float) -> Reply:
        """Let go of the slider of the learning rate."""
        return await self.trigger("rate", "chosen", {"rate": rate, "id": time.time_ns() // 1_000_000})

    async def refresh(self) -> list[Reply]:
        """Run each fragment that wants it once, as the browser does by its clock."""
        return [await self.rerun(fragment=fragment) for fragment in list(self.fragments)]

    async def upload(self, key: str, name: str, content: bytes) -> Reply:
        """Choose a file for the uploader of that key."""
        request = str(uuid.uuid4())
        message = BackMsg()
        message.file_urls_request.request_id = request
        message.file_urls_request.file_names.append(name)
        message.file_urls_request.session_id = self.id
        await self._socket.send(message.SerializeToString())
        await self._until(lambda: request in self._urls)
        urls = self._urls.pop(request)
        await asyncio.to_thread(self._put, urls.upload_url, name, content)
        state = WidgetState(id=self.page.find(key, "file_uploader").message.id)
        info = state.file_uploader_state_value.uploaded_file_info.add(
            name=name, size=len(content), file_id=urls.file_id
        )
        info.file_urls.CopyFrom(urls)
        return await self.rerun(None, state)

    # The same without waiting

    def state(self, key: str, value: Any) -> WidgetState:
        """That value for the widget of that key, as the browser tells of it; the link follows where it is bound."""
        part = self.page.find(key)
        self._write_into_link(part, value)
        state = WidgetState(id=part.message.id)
        field = FIELDS[part.kind]
        if field == "json_value":
            state.json_value = json.dumps(value)
        elif field.endswith("array_value"):
            getattr(state, field).data.extend(value if isinstance(value, list | tuple) else [value])
        else:
            setattr(state, field, value)
        return state

    def event(self, key: str, event: str, value: Any) -> WidgetState:
        """An event of the component of that key, as the browser tells of it."""
        return self.events(key, {event: value})

    def events(self, key: str, told: dict[str, Any]) -> WidgetState:
        """Several events of the component of that key at once, by their names."""
        part = self.page.find(key, "bidi_component")
        name = f"$$STREAMLIT_INTERNAL_KEY_{part.message.id}__events"
        events = [{"event": event, "value": value} for event, value in told.items()]
        return WidgetState(id=name, json_trigger_value=json.dumps(events))

    async def send(
        self, *states: WidgetState, query: str | None = None, fragment: str = "", back: bool = False
    ) -> None:
        """Ask, and do not wait for the answer."""
        self.query = self.query if query is None else query.removeprefix("?")
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string, asked.page_script_hash = self.query, self._script
        asked.fragment_id, asked.is_auto_rerun, asked.is_history_navigation = fragment, bool(fragment), back
        asked.widget_states.CopyFrom(WidgetStates(widgets=states))
        asked.cached_message_hashes.extend(self._kept)
        asked.context_info.timezone, asked.context_info.locale = "UTC", "en-GB"
        asked.context_info.url, asked.context_info.color_scheme = f"{self.server}/", "light"
        await self._socket.send(message.SerializeToString())

    async def send_bytes(self, message: bytes) -> None:
        """Send anything at all."""
        await self._socket.send(message)

    async def settled(self, quiet: float = 0.3) -> None:
        """Wait until no script has run for so many seconds."""
        still_since = time.monotonic()
        until, seen = still_since + PATIENCE, self._begun
        while time.monotonic() - still_since < quiet:
            if self._is_running or self._begun != seen:
                still_since, seen = time.monotonic(), self._begun
            assert not self._is_cut_off, "the server closed the connection"
            assert time.monotonic() < until, "the page does not come to rest"
            await asyncio.sleep(0.02)

    def close(self) -> None:
        """Listen no more."""
        self._ears.cancel()

    # Listening

    async def _listen(self) -> None:
        try:
            async for packed in self._socket:
                message = ForwardMsg.FromString(packed)
                self._parts.append((_kind(message), len(packed)))
                self._hear(message)
                async with self._changed:
                    self._changed.notify_all()
        finally:
            self._is_cut_off = True
            async with self._changed:
                self._changed.notify_all()

    def _hear(self, message: ForwardMsg) -> None:
        message = self._unfolded(message)
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._begun += 1
            self._is_running = True
            self.id = message.new_session.initialize.session_id
            self._script = message.new_session.page_script_hash
            self.config = message.new_session.config
            self._most_runs_kept = self.config.max_cached_message_age
            self.page.begin(frozenset(message.metadata.run.fragment_ids))
            if not message.metadata.run.fragment_ids:
                self.fragments.clear()
        elif kind == "delta":
            self.page.draw(message)
        elif kind == "script_finished":
            self._is_running = False
            if message.script_finished in DONE:
                self.page.end()
                self._forget()
                self._ended = self._begun
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "auto_rerun":
            self.fragments[message.auto_rerun.fragment_id] = message.auto_rerun.interval
        elif kind == "stop_auto_rerun":
            for name in message.stop_auto_rerun.fragment_ids:
                self.fragments.pop(name, None)
        elif kind == "file_urls_response":
            answer = message.file_urls_response
            self._urls[answer.response_id] = answer.file_urls[0]

    def _unfolded(self, message: ForwardMsg) -> ForwardMsg:
        """The message itself, where the server sent no more than the name of one that was kept."""
        if message.WhichOneof("type") == "ref_hash":
            whole, metadata = ForwardMsg(), message.metadata
            whole.CopyFrom(self._kept[message.ref_hash][0])
            whole.metadata.CopyFrom(metadata)
            self._kept[message.ref_hash] = (self._kept[message.ref_hash][0], self._begun)
            return whole
        if message.metadata.cacheable:
            self._kept[message.hash] = (message, self._begun)
        return message

    def _forget(self) -> None:
        oldest = self._begun - self._most_runs_kept
        self._kept = {name: kept for name, kept in self._kept.items() if kept[1] >= oldest}

    async def _until(self, holds: Callable[[], bool]) -> None:
        async with self._changed:
            await asyncio.wait_for(self._changed.wait_for(lambda: holds() or self._is_cut_off), PATIENCE)
        if not holds():
            # Whatever ended the listening.
            await self._ears
            raise ConnectionError("the server closed the connection")

    def _write_into_link(self, part: Part, value: Any) -> None:
        name = getattr(part.message, "query_param_key", "")
        if name:
            known = dict(parse_qsl(self.query)) | {name: str(value).lower() if isinstance(value, bool) else str(value)}
            self.query = urlencode(known)

    def _put(self, url: str, name: str, content: bytes) -> None:
        """Send a file as the browser does, which has to show what only a page of this server can read."""
        had = {name: value for name, value in self._headers.items() if name == "Cookie"}
        with urllib.request.urlopen(urllib.request.Request(f"{self.server}/_stcore/health", headers=had)) as answer:
            shown = answer.headers["Set-Cookie"].split(";")[0]
        edge = uuid.uuid4().hex
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}"\r\n\r\n'
        body = head.encode() + content + f"\r\n--{edge}--\r\n".encode()
        request = urllib.request.Request(urljoin(self.server, url), body, method="PUT")
        request.add_header("Content-Type", f"multipart/form-data; boundary={edge}")
        request.add_header("Cookie", "; ".join([*had.values(), shown]))
        request.add_header("X-Xsrftoken", shown.split("=", 1)[1])
        urllib.request.urlopen(request).close()


def _kind(message: ForwardMsg) -> str:
    """What a message is about: the kind of its element or block with its key, or its own kind."""
    kind = str(message.WhichOneof("type"))
    if kind != "delta":
        return kind
    delta = message.delta
    held = delta.new_element if delta.HasField("new_element") else delta.add_block
    inner = held.WhichOneof("type")
    named = getattr(getattr(held, inner), "id", "") if inner else held.id
    return f"{inner or 'container'} {named.split('-')[-1]}".strip()
