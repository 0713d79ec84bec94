import type { ChatChunk, ChatModel, ChatRequest } from './model.ts'
import { assertReservation, type Reservation } from './reservation.ts'

/**
 * The only way to a chat model. The type asks for a reservation; the seal is checked here again, before the model hears
 * of the request, since a type can be talked round.
 *
 * @throws Error when `reservation` was not made by `metered`.
 */
export async function* streamChat(
  model: ChatModel,
  reservation: Reservation,
  request: ChatRequest,
  signal: AbortSignal,
): AsyncGenerator<ChatChunk> {
  assertReservation(reservation)
  signal.throwIfAborted()
  for await (const chunk of model.stream(reservation, request, signal)) {
    if (signal.aborted) return
    yield chunk
  }
}
