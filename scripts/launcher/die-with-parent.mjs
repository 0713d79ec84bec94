// Preloaded into every process we start. When the launcher vanishes, even by SIGKILL, the channel closes: stop in order,
// and if that takes too long, at once.
const PATIENCE_MS = 15_000

// Flags of Node are inherited by the processes that a tool starts in turn; those have channels and parents of their own.
if (process.ppid === Number(process.env.FOOTNOTE_LAUNCHER_PID)) {
  process.on('disconnect', () => {
    process.kill(process.pid, 'SIGTERM')
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), PATIENCE_MS).unref()
  })
  // The channel alone must not keep a finished process alive.
  process.channel?.unref()
}
