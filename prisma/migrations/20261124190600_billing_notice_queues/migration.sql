-- Mails about limits and about requests for a plan; they wait for a worker, who may look people up.
SELECT pgboss.create_queue('usage-notice', '{"policy":"short","retryLimit":3,"retryDelay":5,"retryBackoff":true,"expireInSeconds":120,"heartbeatSeconds":15,"deadLetter":"dead"}');
SELECT pgboss.create_queue('plan-request', '{"policy":"standard","retryLimit":3,"retryDelay":5,"retryBackoff":true,"expireInSeconds":120,"heartbeatSeconds":15,"deadLetter":"dead"}');
