"""The edge of the service: what a homeserver, a load balancer or an admin asks it over HTTP.

    edge           the application: routes, who may ask, errors in Matrix's form
      answers        JSON and errors
      bodies         what came with a request, up to 32 MiB
      authorisation  is this our homeserver?
      transactions   PUT transactions: read, hand over, answer once it is durable
      queries        users, room aliases, ping
      thirdparty     the network `microsol` in look-ups of third-party networks
      health         /healthz and /readyz
    envelope       a transaction's body -> the events in it, whatever was put there
      splitting      the slow way in, for bodies made to break readers
    intake         what the edge hands events to
    server_log     what the HTTP server says, without quoting anybody
    listener       a socket with the application behind it, until closed

Source: Matrix specification v1.19, Application Service API.
"""
