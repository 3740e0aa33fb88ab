// grip-connect 0.13.0 as a judge: `node judge.mjs LIBRARY DEVICE MODE`, one JSON object a line.
//
// decode: each line of stdin {frames, pending} is a stream of its own; answered with what
// grip-connect made of it. live: Web Bluetooth as grip-connect sees it is a peer on stdin and
// stdout, which is one of our twins; `calls` says which of its methods are called. speed: {frames,
// runs}, answered with nanoseconds of CPU for all frames, run by run. No browser, no radio. Used by
// checks/judges.py and benchmarks/decode_speed.py.
import { createInterface } from "node:readline"
import { pathToFileURL } from "node:url"

const [, , library, kind, mode] = process.argv
for (const level of ["log", "warn", "error", "info"]) console[level] = () => undefined
const grip = await import(pathToFileURL(library))
const say = (told) => process.stdout.write(JSON.stringify(told) + "\n")
const view = (hex) => {
  const bytes = Uint8Array.from(Buffer.from(hex, "hex"))
  return new DataView(bytes.buffer)
}
const hexOf = (data) => Buffer.from(data.buffer ?? data, data.byteOffset ?? 0, data.byteLength).toString("hex")
const number = (value) => (Number.isFinite(value) ? value : String(value))

function made() {
  const device = new grip[kind]()
  device.activityCheck = () => undefined // a timer of its own would keep Node alive
  device.replies = []
  device.writeCallback = (text) => device.replies.push(text)
  device.notify(() => undefined)
  return device
}

// What it kept of every sample: the value in its stream's unit, as it came, and its number.
const samples = (device) =>
  device.downloadPackets.map((one) => ({
    current: number(one.current),
    raw: one.samples.map(number),
    index: one.performance.sampleIndex,
    ...(one.battRaw !== undefined && { battery: number(one.battRaw) }),
  }))

async function decoded({ frames, pending, calibration }) {
  const device = made()
  if (kind === "WHC06") return listened(device, frames)
  if (pending) device.writeLast = Buffer.from(pending, "hex").toString("latin1")
  if (calibration) device.calibrationData = calibration
  const errors = []
  for (const frame of frames) {
    try {
      device.handleNotifications(view(frame))
    } catch (error) {
      errors.push(error.name)
    }
  }
  return { samples: samples(device), replies: device.replies, errors, level: device.batteryLevel }
}

// What is only advertised has no way in but the advertisement.
async function listened(device, frames) {
  const { device: peer } = bluetoothOf({ name: "", services: [] })
  await device.connect(() => undefined, () => undefined)
  const errors = []
  device.resetAdvertisementTimeout = () => undefined
  process.removeAllListeners("uncaughtException") // where Node puts what a listener throws
  process.on("uncaughtException", (error) => errors.push(error.name))
  for (const frame of frames) peer.dispatchEvent(advertised(frame, 0x0100))
  await new Promise((resolve) => setTimeout(resolve))
  return { samples: samples(device), replies: [], errors }
}

function advertised(hex, company) {
  const heard = new Event("advertisementreceived")
  heard.manufacturerData = new Map([[company, view(hex)]])
  return heard
}

function timed({ frames, runs }) {
  const views = frames.map(view)
  const device = made()
  const took_ns = []
  for (let run = 0; run < runs; run++) {
    device.downloadPackets.length = 0
    device.recentSampleTimestamps = []
    const begin = process.cpuUsage()
    for (const one of views) device.handleNotifications(one)
    const used = process.cpuUsage(begin)
    took_ns.push(1000 * (used.user + used.system))
  }
  return { took_ns, samples: device.downloadPackets.length }
}

// The other side of live: questions that wait for their answer, and what comes unasked.
const waiting = new Map()
let asked = 0
const ask = (told) =>
  new Promise((resolve) => {
    waiting.set(++asked, resolve)
    say({ ...told, id: asked })
  })

class Characteristic extends EventTarget {
  constructor(uuid) {
    super()
    this.uuid = uuid
    this.value = null
  }
  startNotifications = async () => (await ask({ subscribe: this.uuid }), this)
  stopNotifications = async () => this
  writeValue = (data) => ask({ write: this.uuid, hex: hexOf(data) })
  readValue = async () => view((await ask({ read: this.uuid })).hex)
  hear(hex) {
    this.value = view(hex)
    this.dispatchEvent(new Event("characteristicvaluechanged"))
  }
}

function bluetoothOf({ name, services }) {
  const table = services.map(([uuid, inside]) => ({ uuid, all: inside.map((one) => new Characteristic(one)) }))
  const device = new EventTarget()
  device.name = name
  device.watchAdvertisements = async () => undefined
  device.gatt = {
    connected: false,
    connect: async () => ((device.gatt.connected = true), await ask({ connect: true }), device.gatt),
    disconnect: () => (device.gatt.connected = false),
    getPrimaryServices: async () => table.map((one) => ({ uuid: one.uuid, getCharacteristics: async () => one.all })),
  }
  const found = (uuid) => table.flatMap((one) => one.all).find((one) => one.uuid === uuid)
  const bluetooth = { requestDevice: async () => device }
  Object.defineProperty(globalThis, "navigator", { value: { bluetooth }, configurable: true })
  return { device, found }
}

async function called(device, [method, ...args]) {
  const before = device.downloadPackets.length
  if (method === "wait") await new Promise((resolve) => setTimeout(resolve, args[0]))
  if (method === "wait") return { method, told: null, before }
  try {
    const told = await device[method](...args)
    return { method, told: told ?? null, before }
  } catch (error) {
    return { method, error: error.message, before }
  }
}

async function live(lines) {
  const first = JSON.parse((await lines.next()).value)
  const { device: peer, found } = bluetoothOf(first)
  const device = made()
  const read = (async () => {
    for await (const line of lines) {
      const told = JSON.parse(line)
      if (told.id !== undefined) waiting.get(told.id)(told)
      else if (told.notify) found(told.notify).hear(told.hex)
      else if (told.advertised) peer.dispatchEvent(advertised(told.advertised, told.company))
    }
  })()
  const calls = []
  let failed = null
  await device.connect(() => undefined, (error) => (failed = error.message))
  for (const call of failed ? [] : first.calls) calls.push(await called(device, call))
  say({ done: { failed, calls, samples: samples(device) } })
  void read
  process.exit(0)
}

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
if (mode === "live") await live(lines)
else for await (const line of lines) say(await (mode === "speed" ? timed : decoded)(JSON.parse(line)))
