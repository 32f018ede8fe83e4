"""The machine: cores, locks, ports, CPU clocks, priority, and what to say about it in the report."""
import fcntl, os, platform, random, resource, socket, subprocess, tempfile, time

CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE, LOAD_CORE = (CORES[0], CORES[1]) if len(CORES) > 1 else (None, None)


def pinned(core, command):
    return command if core is None else ["taskset", "-c", str(core), *command]


class MachineLock:
    """One benchmark at a time on this machine."""

    def __enter__(self):
        self.file = open(os.path.join(tempfile.gettempdir(), "bench.lock"), "a")
        fcntl.flock(self.file, fcntl.LOCK_EX)

    def __exit__(self, *_):
        self.file.close()


def new_process(nice):
    """What a child does before it becomes a server or a load generator: a session of its own (and so a share of the
    scheduler of its own), the given nice value for it, and as many open files as it may have."""

    def prepare():
        os.setsid()
        try:
            with open("/proc/self/autogroup", "w") as f:
                f.write(str(nice))
        except OSError:
            pass  # no autogroups, or not allowed: the run is only noisier
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))

    return prepare


def free_port():
    for _ in range(100):
        port = random.randint(15000, 29999)
        with socket.socket() as s:
            try:
                s.bind(("127.0.0.1", port))
                return port
            except OSError:
                pass
    raise SystemExit("error: no free port between 15000 and 29999")


def cpu_seconds(pid):
    """CPU time of a process so far, to the nanosecond (the clock of clock_getcpuclockid)."""
    return time.clock_gettime((~pid << 3) | 2)


def all_cpu():
    """(busy, stolen) seconds of all cores so far."""
    tick = os.sysconf("SC_CLK_TCK")
    with open("/proc/stat") as f:
        v = [int(x) for x in f.readline().split()[1:9]]
    return (v[0] + v[1] + v[2] + v[5] + v[6]) / tick, v[7] / tick


def memory(pid):
    """Resident and highest resident size in KiB."""
    fields = {}
    with open(f"/proc/{pid}/status") as f:
        for line in f:
            name, _, value = line.partition(":")
            fields[name] = value.split()
    return int(fields["VmRSS"][0]), int(fields["VmHWM"][0])


def output_of(command):
    try:
        r = subprocess.run(command, shell=True, capture_output=True, text=True, timeout=20)
        return " ".join(r.stdout.split())
    except (OSError, subprocess.SubprocessError):
        return ""


def description():
    model = cores = ""
    with open("/proc/cpuinfo") as f:
        for line in f:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
    gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = f"{len(CORES)} cores"
    system = output_of(". /etc/os-release && echo $PRETTY_NAME")
    virtual = output_of("systemd-detect-virt --vm 2>/dev/null || true")
    parts = [model or platform.machine(), cores, f"{gib:.0f} GiB", f"Linux {platform.release().split('-')[0]}", system]
    if virtual and virtual != "none":
        parts.append(f"virtual machine ({virtual})")
    return ", ".join(p for p in parts if p)
