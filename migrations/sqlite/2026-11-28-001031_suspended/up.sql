-- Since when a certificate is suspended: it counts for nothing until that ends. Never beside `revoked_at`.
ALTER TABLE certificates ADD COLUMN suspended_at TIMESTAMP;
