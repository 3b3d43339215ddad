"""Runs a command in a pseudo-terminal of its own: bridge.py COLUMNS ROWS COMMAND [ARGUMENT ...].

Stdin is typed into the terminal, stdout is what the command writes to it. Descriptor 3 takes requests, one a line:
`resize COLUMNS ROWS` or `signal NUMBER`. Descriptor 4 tells, one a line: `pid NUMBER` at the start, `exit CODE` at the end
(128 plus the number of the signal that ended it, as a shell has it). The command dies with this process.
"""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios

REQUESTS = 3
REPORTS = 4


def set_size(descriptor, columns, rows):
    fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack('HHHH', int(rows), int(columns), 0, 0))


def write_all(descriptor, data):
    while data:
        data = data[os.write(descriptor, data):]


def report(text):
    try:
        write_all(REPORTS, f'{text}\n'.encode())
    except BrokenPipeError:
        pass


def serve(pid, terminal):
    requests = b''
    sources = {0, REQUESTS, terminal}
    while True:
        ready, _, _ = select.select(sources, [], [])
        if terminal in ready:
            try:
                data = os.read(terminal, 65536)
            except OSError:  # Linux answers with EIO when the command is gone
                data = b''
            if not data:
                return
            write_all(1, data)
        if 0 in ready:
            data = os.read(0, 65536)
            if data:
                write_all(terminal, data)
            else:  # whoever types is gone
                os.kill(pid, signal.SIGKILL)
                sources.discard(0)
        if REQUESTS in ready:
            data = os.read(REQUESTS, 65536)
            if not data:
                sources.discard(REQUESTS)
            *lines, requests = (requests + data).split(b'\n')
            for line in lines:
                word, *numbers = line.decode().split()
                if word == 'resize':
                    set_size(terminal, *numbers)
                elif word == 'signal':
                    os.kill(pid, int(numbers[0]))


def main():
    columns, rows, *command = sys.argv[1:]
    pid, terminal = pty.fork()
    if pid == 0:
        set_size(0, columns, rows)
        os.closerange(3, 256)
        os.execvp(command[0], command)
    report(f'pid {pid}')
    serve(pid, terminal)
    _, status = os.waitpid(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    report(f'exit {code if code >= 0 else 128 - code}')


main()
