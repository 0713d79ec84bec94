import { Console } from 'node:console'

/**
 * What pdf.js expects of a browser when it is loaded. @napi-rs/canvas, which would bring it, is native code and
 * barred by the permission model; text extraction only constructs these, it never draws.
 */
class DOMMatrix {
  a = 1
  b = 0
  c = 0
  d = 1
  e = 0
  f = 0
}
class ImageData {}
class Path2D {}

// Standard output carries our messages only; pdf.js prints its own to the console.
Object.assign(globalThis, { DOMMatrix, ImageData, Path2D, console: new Console({ stdout: process.stderr }) })
