DROP TABLE delivery_attempts, deliveries, webhooks;
DROP TYPE delivery_state, webhook_state;
