import net from 'node:net'

const TRIES = 50

/** `wanted`, or the next free port above it. 0 lets the operating system choose. */
export async function findPort(host: string, wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + TRIES; port++) {
    const free = await tryPort(host, port)
    if (free !== null) return free
  }
  throw new Error(
    `No free port from ${wanted} to ${wanted + TRIES - 1}. Choose another one: PORT=8080 npm start`,
  )
}

function tryPort(host: string, port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = net.createServer()
    server.once('error', () => resolve(null))
    server.listen(port, host, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : null))
    })
  })
}
