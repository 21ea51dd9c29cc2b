import type { IpAddress, MacAddress } from '#drivers';
import type { ForwardingTables, Station } from '../src/forwarding-check.js';

/** Forwarding tables that learn and forget what a test tells them. */
export class FakeForwarding implements ForwardingTables {
  #stations: readonly Station[] = [];

  learn(mac: string, link: number, vtep?: string): void {
    const station = { mac: mac as MacAddress, link };
    this.#stations = [
      ...this.#stations,
      vtep === undefined ? station : { ...station, vtep: vtep as IpAddress },
    ];
  }

  forgetAll(): void {
    this.#stations = [];
  }

  stationsOn(links: readonly number[]): Promise<readonly Station[]> {
    return Promise.resolve(this.#stations.filter(({ link }) => links.includes(link)));
  }
}
