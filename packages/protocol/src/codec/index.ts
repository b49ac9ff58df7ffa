export { ByteReader } from './ByteReader.ts';
export { ByteWriter } from './ByteWriter.ts';
export { type DecodedFrame, FrameDecoder } from './FrameDecoder.ts';
export { type FrameContent, FrameEncoder } from './FrameEncoder.ts';
export { FRAME_LIMITS, ticksThatFit } from './limits.ts';
export { readNumber, TOKEN, writeNumber } from './numberToken.ts';
