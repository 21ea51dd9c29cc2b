import { Controller, Get, Headers, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint } from '../openapi/endpoint.js';
import { EventAnswers } from './event-answers.js';
import { EventQuery } from './event-query.js';
import { eventView } from './event-view.js';

@ApiTags('events')
@Controller('events')
export class EventsController {
  constructor(private readonly answers: EventAnswers) {}

  @Get()
  @Endpoint({
    summary: 'Watch what happens (server-sent events)',
    description:
      'Each event has its number as id, its type as event name and a JSON object (schema Event) as data. A comment ' +
      'comes every 15 seconds. Without a starting point the stream begins with what happens from now on.',
    access: { kind: 'scope', scope: 'read' },
    headers: { 'Last-Event-ID': 'continue after this event' },
    answers: {
      200: { description: 'the events', schema: eventView, mediaType: 'text/event-stream' },
    },
    problems: ['events-compacted', 'query-invalid'],
  })
  watch(
    @Headers('last-event-id') lastEventId: string | undefined,
    @Query() query: EventQuery,
  ): unknown {
    return this.answers.watch(lastEventId ?? query.after);
  }
}
